set(SOURCES
    test_camera.cpp
    test_measure.cpp
    test_playback.cpp
    test_sentence.cpp
    test_style.cpp)
