set(SOURCES
    camera.cpp
    measure.cpp
    sentence.cpp
    style.cpp)
