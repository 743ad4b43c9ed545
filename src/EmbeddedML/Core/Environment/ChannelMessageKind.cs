namespace Microsoft.ML.Runtime;

/// <summary>How important a log message is.</summary>
public enum ChannelMessageKind
{
    /// <summary>For those who look for a fault.</summary>
    Trace = 0,

    /// <summary>The ordinary course of things.</summary>
    Info = 1,

    /// <summary>Something that may be wrong.</summary>
    Warning = 2,

    /// <summary>Something that went wrong.</summary>
    Error = 3,
}
