namespace MLNetDeep.Samples;

/// <summary>The exit codes of the samples.</summary>
internal static class ExitCodes
{
    /// <summary>The sample ran to its end.</summary>
    public const int Success = 0;

    /// <summary>A file or data set could not be used, or the training diverged.</summary>
    public const int Failure = 1;

    /// <summary>The command line is invalid.</summary>
    public const int InvalidOption = 2;

    /// <summary>The user pressed Ctrl-C. Shells expect 128 plus the signal number, which is 2 for SIGINT.</summary>
    public const int Interrupted = 130;
}
