#!/usr/bin/env python3
"""check_layers finds planted violations, and passes a tree without one."""
import pathlib
import subprocess
import sys
import tempfile

CHECK = pathlib.Path(__file__).with_name("check_layers.py")
TABLE = "layer(domain OWNS geodesic)\nlayer(store USES domain OWNS sqlite)\nlayer(ui USES domain\n      OWNS imgui)\n"
CASES = [
    ("an own header, a used layer and an owned library pass", "ui/a.cpp",
     '#include "ui/a.hpp"\n#include "domain/geo.hpp"\n#include <imgui.h>\n#include <vector>\n', None),
    ("a layer that is not used is found", "ui/a.cpp", '#include "store/store.hpp"\n', "ui/a.cpp:1"),
    ("a library that is not owned is found", "ui/a.cpp", "#include <vector>\n#include <sqlite3.h>\n", "ui/a.cpp:2"),
    ("a header of an unknown library is found", "domain/a.hpp", "#include <mystery/thing.hpp>\n", "domain/a.hpp:1"),
    ("spaces do not hide an include", "domain/a.hpp", '  #  include "store/store.hpp"\n', "domain/a.hpp:1"),
    ("a folder without a row is found", "extra/a.cpp", "", "extra/"),
]

failed = 0
for title, path, text, finding in CASES:
    with tempfile.TemporaryDirectory() as folder:
        src = pathlib.Path(folder)
        (src / "CMakeLists.txt").write_text(TABLE)
        for layer in ("domain", "store", "ui"):
            (src / layer).mkdir()
        (src / path).parent.mkdir(exist_ok=True)
        (src / path).write_text(text)
        run = subprocess.run([sys.executable, CHECK, src], capture_output=True, text=True, check=False)
        good = run.returncode == 0 if finding is None else run.returncode == 1 and finding in run.stdout
        print(("ok      " if good else "FAILED  ") + title)
        if not good:
            print(run.stdout + run.stderr)
            failed += 1
sys.exit(1 if failed else 0)
