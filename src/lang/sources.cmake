set(SOURCES
    lang.cpp)
