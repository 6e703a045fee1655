set(SOURCES
    error.cpp)
