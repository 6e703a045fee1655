set(SOURCES
    test_runner.cpp)
