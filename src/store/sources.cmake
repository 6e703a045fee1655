set(SOURCES
    store.cpp)
