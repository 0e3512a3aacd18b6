#include <cli/command.hpp>

int main(int count, char** words) { return equipoise::cli::command_line({words + (count > 0 ? 1 : 0), words + count}); }
