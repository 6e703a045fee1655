set(SOURCES
    camera.cpp)
