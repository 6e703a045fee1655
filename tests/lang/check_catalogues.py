#!/usr/bin/env python3
"""Every text a user can see is in the catalogues, and no panel draws one that is not.

usage: check_catalogues.py SRC_DIR I18N_DIR

Extracts the ids handed to tr, trc, trn and mark under SRC_DIR and looks each up in I18N_DIR/{vi,fr}.po: missing,
untranslated, fuzzy, or with other placeholders than the English text are errors. Ids that nothing uses any more are
warnings. String literals that SRC_DIR/ui hands to a text call without tr are errors too; ids ("##filter") and formats without
letters ("%.0f") are not texts. Prints one line per error; exit status 1 when there is one.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

LANGUAGES = ("vi", "fr")
KEYWORDS = ("tr", "trc:1c,2", "trn:1,2", "mark")

# Calls whose literals a user reads: Dear ImGui's, and the house's own widgets of src/ui/widgets.hpp.
TEXT_CALLS = (
    r"ImGui::(?:Text\w*|LabelText|BulletText|SeparatorText|Button|SmallButton|ArrowButton|Checkbox\w*|RadioButton|MenuItem|"
    r"BeginMenu|Selectable|CollapsingHeader|TreeNode\w*|Begin|BeginPopupModal|BeginTabItem|TabItemButton|BeginCombo|Combo|"
    r"ListBox|BeginListBox|Input\w+|Slider\w+|Drag(?:Int|Float|Scalar)\w*|SetTooltip|TableSetupColumn|CalcTextSize)"
    r"|(?:->|\.)AddText|(?<![\w.>:])(?:text_at|text_right|text_centred|wrapped|section|tip|field_row|link|button|toggle|icon_button|input)"
)
# Units are the same in all three languages.
SAME_EVERYWHERE = {"km", "m", "h", "s", "UTC"}


def extract(src, out):
    files = sorted(str(p) for p in src.rglob("*.[ch]pp"))
    command = ["xgettext", "--language=C++", "--from-code=UTF-8", "--add-location=file", "--keyword", "-o", str(out)]
    command += [f"--keyword={k}" for k in KEYWORDS] + files
    subprocess.run(command, check=True, capture_output=True, text=True)


def unquoted(lines):
    text = "".join(line[line.index('"') + 1 : line.rindex('"')] for line in lines)
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m.group(1), m.group(1)), text)


def read_po(path):
    """{(context, id): (plural or None, [translations], fuzzy)} of a .po or .pot file, without the header."""
    entries = {}
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        fields, field, fuzzy = {}, None, False
        for line in block.splitlines():
            if line.startswith("#,"):
                fuzzy = fuzzy or "fuzzy" in line
            elif line.startswith("#") or not line.strip():
                continue
            elif line.startswith('"'):
                fields[field].append(line)
            else:
                field = line.split(None, 1)[0]
                fields[field] = [line]
        if "msgid" not in fields:
            continue
        text = {name: unquoted(lines) for name, lines in fields.items()}
        if text["msgid"]:
            strings = [text[name] for name in sorted(text) if name.startswith("msgstr")]
            entries[text.get("msgctxt"), text["msgid"]] = (text.get("msgid_plural"), strings, fuzzy)
    return entries


def placeholders(text):
    """The arguments a text shows; {} counts up, so "{} of {}" and "{1}: {0}" show the same."""
    order = iter(range(100))
    return sorted(int(found) if found else next(order) for found in re.findall(r"\{(\d*)\}", text))


def catalogue_errors(language, wanted, have):
    for (context, msgid), (plural, _, _) in sorted(wanted.items(), key=lambda item: (item[0][1], item[0][0] or "")):
        name = repr(msgid) + (f" ({context})" if context else "")
        found = have.get((context, msgid))
        if found is None:
            yield f"{language}.po: {name} is missing"
            continue
        found_plural, strings, fuzzy = found
        if fuzzy:
            yield f"{language}.po: {name} is fuzzy"
        if not strings or not all(strings):
            yield f"{language}.po: {name} is not translated"
            continue
        if plural != found_plural:
            yield f"{language}.po: {name} has the plural {found_plural!r}, the source has {plural!r}"
        for string in strings:
            if placeholders(string) not in (placeholders(msgid), placeholders(plural or msgid)):
                yield f"{language}.po: {name} has other placeholders than {string!r}"


def without_comments(source):
    """The same text with comments blanked, so that positions stay."""
    pattern = r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    blank = lambda m: m.group(0) if m.group(0)[0] in "\"'" else re.sub(r"[^\n]", " ", m.group(0))
    return re.sub(pattern, blank, source, flags=re.S)


def is_text(literal):
    plain = re.sub(r"%[-+ #0]*[\d*]*(?:\.[\d*]+)?(?:hh|h|ll|l|z)?[a-zA-Z%]", "", literal)
    plain = re.sub(r"\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", "", plain)
    if literal.startswith("##") or plain.strip() in SAME_EVERYWHERE:
        return False
    return any(c.isalpha() for c in plain)


def literals_of_call(source, start):
    """(position, literal) of the call whose arguments begin at start, leaving out those inside tr, trc, trn and mark."""
    depth, at, marked = 1, start, []
    token = re.compile(r'"((?:\\.|[^"\\\n])*)"|\'(?:\\.|[^\'\\\n])*\'|\b(?:trc?|trn|mark)\s*\(|[(){};]')
    while depth > 0:
        found = token.search(source, at)
        if not found:
            return
        at = found.end()
        text = found.group(0)
        if text.startswith('"'):
            if not marked:
                yield found.start(), found.group(1)
        elif text.endswith("("):
            depth += 1
            if text != "(":
                marked.append(depth)
        elif text == ")":
            if marked and marked[-1] == depth:
                marked.pop()
            depth -= 1


def bare_literals(folder):
    for path in sorted(folder.rglob("*.[ch]pp")):
        source = without_comments(path.read_text(encoding="utf-8"))
        for call in re.finditer(rf"(?:{TEXT_CALLS})\s*\(", source):
            for position, literal in literals_of_call(source, call.end()):
                if is_text(literal):
                    line = source.count("\n", 0, position) + 1
                    yield f'{path.name}:{line}: "{literal}" is drawn without tr'


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    src, i18n = map(pathlib.Path, sys.argv[1:])
    errors = []
    with tempfile.TemporaryDirectory() as scratch:
        pot = pathlib.Path(scratch) / "tuantra.pot"
        extract(src, pot)
        wanted = read_po(pot) if pot.exists() else {}
    for language in LANGUAGES:
        have = read_po(i18n / f"{language}.po")
        errors += catalogue_errors(language, wanted, have)
        for context, msgid in have.keys() - wanted.keys():
            print(f"warning: {language}.po: nothing uses {msgid!r}" + (f" ({context})" if context else ""))
    errors += sorted(set(bare_literals(src / "ui")))
    for error in errors:
        print(error)
    print(f"{len(wanted)} ids, {len(errors)} errors")
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
