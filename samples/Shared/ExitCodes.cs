namespace MLNetDeep.Samples;

/// <summary>The exit codes of the samples.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int WrongOption = 2;

    /// <summary>The code that shells expect after Ctrl-C: 128 plus the number of SIGINT.</summary>
    public const int Interrupted = 130;
}
