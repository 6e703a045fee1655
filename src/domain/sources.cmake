set(SOURCES
    geo.cpp)
