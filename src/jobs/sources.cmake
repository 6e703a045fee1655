set(SOURCES
    runner.cpp)
