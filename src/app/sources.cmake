set(SOURCES
    paths.cpp)
