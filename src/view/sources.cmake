set(SOURCES
    camera.cpp
    measure.cpp
    playback.cpp
    sentence.cpp
    style.cpp)
