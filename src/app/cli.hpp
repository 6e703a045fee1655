#pragma once

namespace tuantra::app {

/// Parses the call, runs the command (or the window) and returns the exit status of the contract: 0 done, 1 the data or
/// a file is at fault, 2 the call is at fault, 3 the database is damaged or from a newer program. Throws nothing.
int run_cli(int argc, char** argv);

}  // namespace tuantra::app
