#include "app/cli.hpp"

int main(int argc, char** argv)
{
    return tuantra::app::run_cli(argc, argv);
}
