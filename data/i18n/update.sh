#!/bin/sh
# Brings the ids of the sources into vi.po and fr.po: new ones untranslated, changed ones fuzzy, unused ones at the end as
# comments. tests/lang/check_catalogues.py then names what is left to translate.
set -eu
cd "$(dirname "$0")"
pot=$(mktemp --suffix=.pot)
trap 'rm -f "$pot"' EXIT
find ../../src -name '*.cpp' -o -name '*.hpp' | sort |
    xgettext --language=C++ --from-code=UTF-8 --no-location --sort-output --files-from=- -o "$pot" \
        --keyword --keyword=tr --keyword=trc:1c,2 --keyword=trn:1,2 --keyword=mark
for language in vi fr; do
    msgmerge --update --backup=none --no-wrap --previous --sort-output "$language.po" "$pot"
done
