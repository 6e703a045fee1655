set(SOURCES
    desk_fixture.cpp
    test_chips_and_table.cpp
    test_import.cpp
    test_hotspots.cpp
    test_incident_form.cpp
    test_lanes_and_numbers.cpp
    test_map_and_ribbon.cpp
    test_map_tools.cpp
    test_panels.cpp
    test_parts.cpp
    test_timeline.cpp)

# For looking at the panels; nothing runs it.
add_executable(test_ui_preview EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/preview.cpp ${CMAKE_CURRENT_LIST_DIR}/desk_fixture.cpp)
target_link_libraries(test_ui_preview PRIVATE tuantra_ui third_party_glfw third_party_opengl tuantra_warnings)
