#!/usr/bin/env python3
"""Reads every #include under src/ against the layer table of src/CMakeLists.txt.

usage: check_layers.py SRC_DIR

A file of a layer may include headers of its own layer and of the layers its row USES, the libraries its row OWNS, and the
standard library. Prints one line per violation; exit status 1 when there is one.
"""
import pathlib
import re
import sys

# Which headers belong to which owned library. A header that matches nothing here must be the standard library's.
LIBRARIES = {
    "geodesic": r"geodesic\.h",
    "proj": r"proj\.h",
    "gdal": r"(gdal|ogr|cpl|vrt)[A-Za-z_0-9]*\.h",
    "json": r"nlohmann/.*",
    "sqlite": r"sqlite3\.h",
    "spatialite": r"spatialite(\.h|/.*)|spatialite/.*",
    "sqlitecpp": r"SQLiteCpp/.*",
    "opengl": r"epoxy/gl\.h|GL/.*|GLES.*",
    "egl": r"epoxy/egl\.h|EGL/.*",
    "freetype": r"ft2build\.h|freetype/.*",
    "imgui": r"imgui.*|backends/imgui_impl_.*|misc/.*imgui.*",
    "glfw": r"GLFW/.*",
    "cli11": r"CLI/.*",
    "spdlog": r"spdlog/.*",
    "fmt": r"fmt/.*",
    "boost_locale": r"boost/locale.*",
    "boost_math": r"boost/math/.*",
    "threads": r"pthread\.h",
    "icu": r"unicode/.*",
    "crypto": r"openssl/.*",
    "zlib": r"zlib\.h",
    "geos": r"geos.*",
    "cairo": r"cairo/?.*",
    "pango": r"pango/.*",
}
# POSIX, which has no library to own.
SYSTEM = r"(sys|netinet|arpa)/.*\.h|(unistd|fcntl|signal|spawn|poll|dirent|termios|errno|csignal|iconv|langinfo|malloc|pwd)\.h"
STANDARD = r"[a-z_0-9]+"


def read_table(text):
    table = {}
    for row in re.findall(r"^layer\(([^)]*)\)", text, re.MULTILINE):
        words = row.split()
        name, uses, owns, into = words[0], [], [], None
        for word in words[1:]:
            if word in ("USES", "OWNS"):
                into = uses if word == "USES" else owns
            elif into is None:
                raise SystemExit(f"layer({name}: cannot read '{word}'")
            else:
                into.append(word)
        table[name] = (set(uses), set(owns))
    if not table:
        raise SystemExit("no layer rows found")
    return table


def may_include(layer, header, table):
    uses, owns = table[layer]
    folder = header.split("/")[0]
    if "/" in header and folder in table:
        return folder == layer or folder in uses
    for library, pattern in LIBRARIES.items():
        if re.fullmatch(pattern, header):
            return library in owns
    return re.fullmatch(STANDARD, header) is not None or re.fullmatch(SYSTEM, header) is not None


def main(src):
    src = pathlib.Path(src)
    table = read_table((src / "CMakeLists.txt").read_text(encoding="utf-8"))
    findings, files = [], 0
    for folder in sorted(p for p in src.iterdir() if p.is_dir()):
        if folder.name not in table:
            findings.append(f"{folder.name}/: a folder without a layer row")
            continue
        for path in sorted(p for p in folder.rglob("*") if p.suffix in (".hpp", ".cpp", ".h")):
            files += 1
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                match = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
                if match and not may_include(folder.name, match[1], table):
                    findings.append(f"{path.relative_to(src)}:{number}: {folder.name} may not include {match[1]}")
    for name in table:
        if not (src / name).is_dir():
            findings.append(f"layer {name}: no folder")
    print("\n".join(findings) if findings else f"{files} files of {len(table)} layers keep to the table")
    return 1 if findings else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1]))
