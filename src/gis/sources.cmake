set(SOURCES
    bytes.cpp
    csv.cpp
    encoding.cpp
    error.cpp
    gdal.cpp
    image.cpp
    maps.cpp)
