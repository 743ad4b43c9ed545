using System.Globalization;

namespace Microsoft.ML.Runtime;

/// <summary>A log message. Its text is made only when it is asked for.</summary>
public readonly struct ChannelMessage
{
    /// <summary>How important the message is.</summary>
    public readonly ChannelMessageKind Kind;

    /// <summary>What the message may give away.</summary>
    public readonly MessageSensitivity Sensitivity;

    private readonly string _format;
    private readonly object[]? _arguments;

    internal ChannelMessage(ChannelMessageKind kind, MessageSensitivity sensitivity, string format, object[]? arguments = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(format);
        Kind = kind;
        Sensitivity = sensitivity;
        _format = format;
        _arguments = arguments;
    }

    /// <summary>The text.</summary>
    public string Message => _arguments is null ? _format : string.Format(CultureInfo.CurrentCulture, _format, _arguments);
}
