using System.CommandLine;
using System.Text.RegularExpressions;
using MLNetDeep.Neural;

namespace MLNetDeep.Samples;

/// <summary>Converts exceptions to messages for the user.</summary>
internal static class ErrorMessage
{
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
            OutOfMemoryException memory => $"There is not enough memory; smaller sizes in the options need less. {memory.Message}",
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
        int end = e is ArgumentException { ParamName: string name }
            ? e.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal)
            : -1;
        return end < 0 ? e.Message : e.Message[..end];
    }

    // ML.NET wraps the exceptions of its background threads, so inner exceptions are searched as well.
    private static Exception? FindReportable(Exception? e) => e switch
    {
        null or IOException or InvalidDataException or UnauthorizedAccessException or TrainingDivergedException
            or OutOfMemoryException or ThreadStartException or ArgumentException => e,
        InvalidOperationException => FindReportable(e.InnerException) ?? e,
        AggregateException => FindReportable(e.InnerException),
        _ => null,
    };
}
