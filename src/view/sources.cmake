set(SOURCES
    camera.cpp
    sentence.cpp
    style.cpp)
