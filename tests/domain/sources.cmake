set(SOURCES
    test_calibration.cpp
    test_clock.cpp
    test_equal_area.cpp
    test_filter.cpp
    test_geo.cpp
    test_geodesy.cpp
    test_kind.cpp
    test_line.cpp
    test_line_brute_force.cpp
    test_text.cpp
    test_time.cpp
    test_time_bins.cpp
    test_track.cpp
    test_uid.cpp)
set(LIBRARIES third_party_json)
set(LABELS unit shared)
