using System.CommandLine;
using System.Text.RegularExpressions;
using MLNetDeep.Neural;

namespace MLNetDeep.Samples;

/// <summary>Converts exceptions to messages for the user.</summary>
internal static partial class ErrorMessage
{
    private const string ParameterSuffix = " (Parameter '";

    /// <summary>
    /// Returns the message of an exception, or of the one inside it that says what is wrong with the options, the files, the data or the
    /// training. Any other exception is a bug, so the message begins with its type.
    /// </summary>
    /// <param name="e">The exception.</param>
    /// <param name="options">The options by the names that the library has for them. In the message they have their own names.</param>
    public static string From(Exception e, IEnumerable<(string Name, Option Option)> options)
    {
        string message = FindReportable(e) switch
        {
            OutOfMemoryException => "There is not enough memory, or the system allows no more threads; smaller sizes or fewer threads in the options need less.",
            OverflowException => "The sizes in the options are too large together; their product is beyond what an array can have.",
            { } reportable => From(reportable),
            null => $"Unexpected error, {e.GetType().Name}: {e.Message}",
        };
        foreach ((string name, Option option) in options)
        {
            message = Regex.Replace(message, $@"\b{Regex.Escape(name)}\b", option.Name);
        }

        return message;
    }

    /// <summary>
    /// Returns the exception's message without the parameter name and value that .NET appends to it. These would only repeat the
    /// option that the message names.
    /// </summary>
    public static string From(Exception e)
    {
        int end = e is ArgumentException ? e.Message.IndexOf(ParameterSuffix, StringComparison.Ordinal) : -1;
        return end < 0 ? e.Message : e.Message[..end];
    }

    /// <summary>Returns the message of an error in the command line, with what is accepted in place of a type of .NET.</summary>
    public static string FromParser(string message)
    {
        Match match = WrongType().Match(message);
        return match.Success
            ? $"{match.Groups["option"].Value} is '{match.Groups["value"].Value}'; accepted: {Describe(match.Groups["type"].Value)}."
            : message;
    }

    /// <summary>Writes a message as one line. If that fails too, the exit code has to do.</summary>
    public static void Write(TextWriter error, string message)
    {
        try
        {
            error.WriteLine(message.ReplaceLineEndings(" ").Replace(" \t", " ", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            // The error output is full or closed.
        }
    }

    private static string Describe(string type) =>
        type.Contains("Int32", StringComparison.Ordinal) ? $"a whole number from {int.MinValue} to {int.MaxValue}"
        : type.Contains("Int64", StringComparison.Ordinal) ? $"a whole number from {long.MinValue} to {long.MaxValue}"
        : type.Contains("Double", StringComparison.Ordinal) ? "a number"
        : type;

    // ML.NET wraps the exceptions of its background threads, so inner exceptions are searched as well.
    private static Exception? FindReportable(Exception? e) => e switch
    {
        null or IOException or InvalidDataException or UnauthorizedAccessException or TrainingDivergedException
            or OutOfMemoryException or OverflowException or ThreadStartException or ArgumentException
            or DllNotFoundException or NotSupportedException or DeviceMemoryException => e,
        InvalidOperationException => FindReportable(e.InnerException) ?? e,
        AggregateException => FindReportable(e.InnerException),
        _ => null,
    };

    [GeneratedRegex("^Cannot parse argument '(?<value>.*)' for option '(?<option>--[a-z0-9-]+)' as expected type '(?<type>.*)'", RegexOptions.Singleline)]
    private static partial Regex WrongType();
}
