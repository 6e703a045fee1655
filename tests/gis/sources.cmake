set(SOURCES
    test_coordinates.cpp
    test_crs.cpp
    test_csv.cpp
    test_files.cpp
    test_import.cpp
    test_open_rows.cpp
    test_profile.cpp)
set(LABELS unit shared)
