namespace MLNetDeep.Samples;

/// <summary>Runs a program that takes no arguments, and reports an error as one line and an exit code.</summary>
internal static class PlainProgram
{
    /// <summary>Runs the program and returns the exit code.</summary>
    /// <param name="arguments">The command-line arguments; there must be none.</param>
    /// <param name="error">Receives the error message.</param>
    /// <param name="run">The program.</param>
    public static int Run(string[] arguments, TextWriter error, Action run)
    {
        if (arguments.Length > 0)
        {
            ErrorMessage.Write(error, $"'{arguments[0]}' is not accepted: this program has no options.");
            return ExitCodes.InvalidOption;
        }

        try
        {
            run();
            return ExitCodes.Success;
        }
        catch (Exception e)
        {
            ErrorMessage.Write(error, ErrorMessage.From(e, []));
            return ExitCodes.Failure;
        }
    }
}
