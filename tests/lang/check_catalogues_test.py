#!/usr/bin/env python3
"""check_catalogues.py finds what it is there to find: one planted fault at a time."""
import pathlib
import subprocess
import sys
import tempfile

CHECK = pathlib.Path(__file__).with_name("check_catalogues.py")
SOURCE = """#include "lang/lang.hpp"
const char* a() { return tr("Hello {0}"); }
const char* b() { return trc("time", "All"); }
const char* c(long n) { return trn("{} row", "{} rows", n); }
"""
PANEL = """void draw() {
    ImGui::TextUnformatted(tr("Hello {0}")); // "A comment" is no text
    ImGui::Text("%.1f %%", 1.0);
    ImGui::Button("##id");
    section(f, on ? trc("time", "All") : tr("Hello {0}"));
}
"""
PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Hello {0}"
msgstr "Chào {0}"

msgctxt "time"
msgid "All"
msgstr "Mọi lúc"

msgid "{} row"
msgid_plural "{} rows"
msgstr[0] "{} hàng"
"""


def run(source=SOURCE, panel=PANEL, vi=PO, fr=PO):
    with tempfile.TemporaryDirectory() as scratch:
        root = pathlib.Path(scratch)
        (root / "src/ui").mkdir(parents=True)
        (root / "src/a.cpp").write_text(source, encoding="utf-8")
        (root / "src/ui/panel.cpp").write_text(panel, encoding="utf-8")
        (root / "vi.po").write_text(vi, encoding="utf-8")
        (root / "fr.po").write_text(fr, encoding="utf-8")
        done = subprocess.run([sys.executable, CHECK, root / "src", root], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


def expect(name, status, words, **files):
    got, output = run(**files)
    if got != status or words not in output:
        sys.exit(f"{name}: expected status {status} and {words!r}, got {got}:\n{output}")


expect("sound catalogues", 0, "3 ids, 0 errors")
expect("a missing id", 1, "vi.po: 'Goodbye' is missing", source=SOURCE + 'auto d = mark("Goodbye");\n')
expect("a context that differs", 1, "'All' (space) is missing", source=SOURCE + 'auto d = trc("space", "All");\n')
expect("an untranslated id", 1, "fr.po: 'Hello {0}' is not translated", fr=PO.replace("Chào {0}", ""))
expect("a fuzzy id", 1, "vi.po: 'Hello {0}' is fuzzy", vi=PO.replace('msgid "Hello', '#, fuzzy\nmsgid "Hello'))
expect("a lost placeholder", 1, "other placeholders", vi=PO.replace("Chào {0}", "Chào"))
SWAPPED = PO + '\nmsgid "{} of {}"\nmsgstr "{1}: {0}"\n'
expect("arguments in another order", 0, "0 errors", source=SOURCE + 'auto d = tr("{} of {}");\n', vi=SWAPPED, fr=SWAPPED)
expect("a bare text", 1, '"Quit" is drawn without tr', panel=PANEL + 'void x() { ImGui::Button("Quit"); }\n')
expect("a bare text in a widget", 1, "without tr", panel=PANEL + 'void x() { section(f, fill("Rows {}", {n})); }\n')
expect("a bare word in a format", 1, "without tr", panel=PANEL + 'void x() { ImGui::Text("%d rows", n); }\n')
expect("an id that nothing uses", 0, "warning: vi.po: nothing uses 'Old'", vi=PO + '\nmsgid "Old"\nmsgstr "Cũ"\n')
