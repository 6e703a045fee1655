set(SOURCES
    leaks.cpp
    test_coordinates.cpp
    test_crs.cpp
    test_csv.cpp
    test_files.cpp
    test_import.cpp
    test_mutation.cpp
    test_nasty.cpp
    test_open_rows.cpp
    test_profile.cpp
    test_real_files.cpp
    test_write.cpp)
set(LABELS unit shared)
