set(SOURCES
    desk.cpp)
