set(SOURCES
    camera.cpp
    measure.cpp
    playback.cpp
    filter_json.cpp
    saved_view.cpp
    sentence.cpp
    style.cpp)
