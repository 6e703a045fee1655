set(SOURCES
    test_lang.cpp)

find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(check ${CMAKE_CURRENT_SOURCE_DIR}/lang/check_catalogues)
add_test(NAME check_catalogues
         COMMAND Python3::Interpreter ${check}.py ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/data/i18n)
add_test(NAME check_catalogues_finds_violations COMMAND Python3::Interpreter ${check}_test.py)
set_tests_properties(check_catalogues check_catalogues_finds_violations PROPERTIES LABELS unit)
