set(SOURCES
    test_network_density.cpp
    test_classes.cpp
    test_hexagons.cpp
    test_density.cpp
    test_bandwidth.cpp
    test_contours.cpp
    test_space_time_density.cpp
    test_effort.cpp
    test_clusters.cpp
    test_near_repeat.cpp
    test_interaction.cpp
    test_scan.cpp
    test_best.cpp
    test_accuracy.cpp
    test_rates.cpp
    test_trend.cpp
    test_special.cpp
    test_random.cpp
    test_local_stats.cpp
    test_line_density.cpp)
set(LABELS unit shared)
set(LIBRARIES third_party_json)
