set(SOURCES
    test_asam.cpp
    test_cli.cpp
    test_cli_parse.cpp
    test_counts.cpp
    test_effort.cpp
    test_hotspot_panel.cpp
    test_hotspots.cpp
    test_hotspots_area.cpp
    test_rates.cpp
    test_runs.cpp
    test_session.cpp
    test_table.cpp
    test_track_passes.cpp
    test_views.cpp)
set(LIBRARIES third_party_json)
set(LABELS unit store shared)
