set(SOURCES
    camera.cpp
    measure.cpp
    playback.cpp
    saved_view.cpp
    sentence.cpp
    style.cpp)
