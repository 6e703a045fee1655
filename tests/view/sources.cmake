set(SOURCES
    test_camera.cpp
    test_measure.cpp
    test_playback.cpp
    test_saved_view.cpp
    test_sentence.cpp
    test_style.cpp)
