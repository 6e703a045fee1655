set(SOURCES
    test_crash.cpp
    test_edit.cpp
    test_foreign.cpp
    test_geometry.cpp
    test_hotspots.cpp
    test_import.cpp
    test_load.cpp
    test_migration.cpp
    test_open.cpp
    test_questions.cpp
    test_tracks.cpp)
set(LABELS unit store)
