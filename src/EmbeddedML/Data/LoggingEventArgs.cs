using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A log message of an <see cref="MLContext"/>.</summary>
public class LoggingEventArgs : EventArgs
{
    /// <summary>Makes a message without source and kind.</summary>
    public LoggingEventArgs(string message) => Message = message;

    /// <summary>Makes a message.</summary>
    /// <param name="message">The text.</param>
    /// <param name="kind">How important it is.</param>
    /// <param name="source">The component that sent it.</param>
    public LoggingEventArgs(string message, ChannelMessageKind kind, string source)
    {
        RawMessage = message;
        Kind = kind;
        Source = source;
        Message = $"[Source={source}, Kind={kind}] {message}";
    }

    /// <summary>The component that sent the message; null where it is not known.</summary>
    public string Source { get; } = null!;

    /// <summary>How important the message is.</summary>
    public ChannelMessageKind Kind { get; }

    /// <summary>The text with its source and kind.</summary>
    public string Message { get; }

    /// <summary>The text alone; null where the message was made without source and kind.</summary>
    public string RawMessage { get; } = null!;
}
