using System.Reflection;

namespace MLNetDeep.Docs.Tests.Options;

/// <summary>A program that compares the defaults in tables with those of the code: defaults are written as C# there.</summary>
internal static class DefaultsProgram
{
    /// <summary>Returns the code that compares the default in a row with that of a type.</summary>
    /// <param name="type">The type: that of the table, or one derived from it.</param>
    /// <param name="table">The table.</param>
    /// <param name="row">The row of the table.</param>
    public static CodeBlock Check(Type type, OptionsTable table, OptionsRow row)
    {
        string place = $"{table.Page}({row.Line}): {row.Name}";
        string made = table.Type == type ? table.Creation : $"new {type.Name}()";
        return new CodeBlock(row.Line, row.DefaultCode is string code
            ? [$"Defaults.Of(\"{place} of {type.Name}\", ({made}).{row.Name}).Is({code});"]
            : [$"Defaults.Wrong.Add(\"{place} has no default in code: {row.Default}\");"]);
    }

    /// <summary>Compiles and runs blocks of <see cref="Check"/>.</summary>
    /// <returns>The wrong defaults, or the errors of the compiler.</returns>
    public static string[] FindWrong(string page, IEnumerable<CodeBlock> blocks)
    {
        CodeBlock end = new(1, [.. """
            if (Defaults.Wrong.Count > 0) throw new InvalidDataException(string.Join('\n', Defaults.Wrong));
            static class Defaults
            {
                public static List<string> Wrong { get; } = [];
                public static Default<T> Of<T>(string place, T actual) => new(place, actual);
            }
            record Default<T>(string Place, T Actual)
            {
                public void Is(T stated)
                {
                    if (!Same(Actual, stated))
                        Defaults.Wrong.Add(FormattableString.Invariant($"{Place} is {Text(Actual)}, not {Text(stated)}"));
                }
                static bool Same(object? a, object? b) =>
                    Equals(a, b) || a is System.Collections.IEnumerable x && b is System.Collections.IEnumerable y
                        && x.Cast<object>().SequenceEqual(y.Cast<object>());
                static object Text(object? value) => value switch
                {
                    null => "null",
                    string text => $"\"{text}\"",
                    System.Collections.IEnumerable items => $"[{string.Join(", ", items.Cast<object>())}]",
                    _ => value,
                };
            }
            """.Split('\n')]);
        (byte[] assembly, string[] errors) = PageProgram.Compile(new MarkdownPage(page, [.. blocks, end], 0, [], IsCompileOnly: true));
        if (errors.Length > 0)
        {
            return errors;
        }

        try
        {
            Assembly.Load(assembly).EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], null);
            return [];
        }
        catch (InvalidDataException wrong)
        {
            return wrong.Message.Split('\n');
        }
    }
}
