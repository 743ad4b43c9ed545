using System.Reflection;
using System.Text.RegularExpressions;

namespace MLNetDeep.Docs.Tests.Options;

/// <summary>Compares the marked tables of options in the documentation with the types of options, by the rules in this test project's README.md.</summary>
public sealed partial class ComponentOptionsTests
{
    private const int MaxNames = 8;

    private static readonly string[] s_columns = ["option", "meaning", "default", "accepted"];

    private static readonly IReadOnlyList<OptionsTable> s_tables = OptionsTable.ReadAll();

    public static TheoryData<string> Pages => [.. s_tables.Select(table => table.Page).Distinct()];

    [Fact]
    public void Each_type_of_options_has_one_table_with_all_its_options()
    {
        foreach (Type type in OptionTypes.All.Where(type => OptionTypes.Declared(type).Any()))
        {
            Assert.True(s_tables.Count(table => table.Type == type) == 1, $"{type.Name} should have one marked table of options in docs.");
        }

        foreach (OptionsTable table in s_tables)
        {
            string[] missing = [.. OptionTypes.Declared(table.Type).Except(table.Rows.Select(row => row.Name))];
            Assert.True(missing.Length == 0, $"{table.Page}({table.Table.Line}): no row for {string.Join(", ", missing)}.");
        }
    }

    [Fact]
    public void Each_row_of_a_table_is_an_option_of_its_type()
    {
        foreach (OptionsTable table in s_tables)
        {
            Assert.Equal(s_columns, table.Table.Header);
            Assert.All(table.Table.Rows, row => Assert.Equal(s_columns.Length, row.Length));
            Assert.Distinct(table.Rows.Select(row => row.Name));
            foreach (OptionsRow row in table.Rows)
            {
                Assert.True(table.Type.GetProperty(row.Name) is not null, $"{table.Page}({row.Line}): {table.Type.Name} has no option {row.Name}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_defaults_in_the_tables_of_a_page_are_those_of_the_code(string page)
    {
        List<CodeBlock> blocks = [new CodeBlock(1, [.. OptionTypes.Namespaces().Append("System.Text").Select(name => $"using {name};")])];
        foreach (Type type in OptionTypes.Public)
        {
            blocks.AddRange(RowsOf(type).Where(row => row.Table.Page == page).Select(row => Check(type, row.Table, row.Row)));
        }

        Assert.Empty(WrongDefaults(page, blocks));
    }

    [Fact]
    public void What_is_accepted_of_numbers_and_enumerations_is_what_the_exceptions_say()
    {
        List<string> wrong = [];
        foreach (OptionsTable table in s_tables)
        {
            Type type = table.Type.IsAbstract ? OptionTypes.Public.First(type => type.IsSubclassOf(table.Type) && !type.IsAbstract) : table.Type;
            foreach (OptionsRow row in table.Rows)
            {
                if (type.GetConstructor(Type.EmptyTypes) is { } constructor && Accepted(constructor.Invoke(null), type.GetProperty(row.Name)!) is string accepted
                    && !Plain(row.Accepted).StartsWith(Plain(accepted), StringComparison.Ordinal))
                {
                    wrong.Add($"{table.Page}({row.Line}): {row.Name} has '{row.Accepted}', the code '{accepted}'");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Wrong_defaults_are_found()
    {
        string[] lines =
        [
            "<!-- options NeuralNetworkOptions -->", "| option | default | accepted |", "|---|---|---|", "| `BatchSize` | `32`: rows | |",
            "| BatchSize | `33` | |", "| ClassWeights | `[]` | |", "| ClassWeights | `[1]` | |", "| Optimizer | `new Adam()` | |",
            "| Optimizer | `new Sgd()` | |", "| Shuffle | true | |",
        ];
        OptionsTable table = Assert.Single(OptionsTable.Parse("page.md", lines));
        CodeBlock usings = new(1, ["using MLNetDeep.Neural;", "using MLNetDeep.Trainers;"]);
        string[] wrong = WrongDefaults("page.md", [usings, .. table.Rows.Select(row => Check(table.Type, table, row))]);
        Assert.Equal("page.md(5): BatchSize of NeuralNetworkOptions is 32, not 33", wrong[0]);
        Assert.Equal("page.md(7): ClassWeights of NeuralNetworkOptions is [], not [1]", wrong[1]);
        Assert.StartsWith("page.md(9): Optimizer of NeuralNetworkOptions is Adam", wrong[2], StringComparison.Ordinal);
        Assert.Equal("page.md(10): Shuffle has no default in code: true", wrong[3]);
        Assert.Equal(4, wrong.Length);
    }

    // A derived type may change the default of an option: its own table then has a row for the option, which counts before that of the base.
    private static IEnumerable<(OptionsTable Table, OptionsRow Row)> RowsOf(Type type)
    {
        OptionsTable[] tables = [.. OptionTypes.Chain(type).SelectMany(ancestor => s_tables.Where(table => table.Type == ancestor))];
        return type.IsAbstract ? [] : tables.SelectMany(table => table.Rows.Select(row => (table, row))).DistinctBy(pair => pair.row.Name);
    }

    // The accepted values of an enumeration, or its name if it has many; of a number, what the exception says when a value is refused.
    private static string? Accepted(object options, PropertyInfo property)
    {
        Type kind = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (property.SetMethod is not { IsPublic: true })
        {
            return null;
        }

        if (kind.IsEnum)
        {
            string[] names = [.. Enum.GetValues(kind).Cast<object>().Where(value => Refusal(options, property, value) is null).Select(value => $"{value}")];
            return names.Length <= MaxNames ? string.Join(", ", names) : $"a {kind.Name}";
        }

        object? refused = kind == typeof(double) ? double.NaN : kind == typeof(int) ? -1 : kind == typeof(long) ? -1L : null;
        return refused is null ? null
            : Refusal(options, property, refused) is string message ? AcceptedValues().Match(message).Groups[1].Value
            : "any integer";
    }

    // The message of the exception that refuses a value; null if the value is accepted.
    private static string? Refusal(object options, PropertyInfo property, object value)
    {
        try
        {
            property.SetValue(options, value);
            return null;
        }
        catch (TargetInvocationException thrown) when (thrown.InnerException is ArgumentException refusal)
        {
            return refusal.Message;
        }
    }

    private static string Plain(string text) => text.Replace("`", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);

    private static CodeBlock Check(Type type, OptionsTable table, OptionsRow row)
    {
        string place = $"{table.Page}({row.Line}): {row.Name}";
        string made = table.Type == type ? table.Creation : $"new {type.Name}()";
        return new CodeBlock(row.Line, row.DefaultCode is string code
            ? [$"Defaults.Of(\"{place} of {type.Name}\", ({made}).{row.Name}).Is({code});"]
            : [$"Defaults.Wrong.Add(\"{place} has no default in code: {row.Default}\");"]);
    }

    private static string[] WrongDefaults(string page, IEnumerable<CodeBlock> blocks)
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
                    if (!Same(Actual, stated)) Defaults.Wrong.Add(FormattableString.Invariant($"{Place} is {Text(Actual)}, not {Text(stated)}"));
                }
                static bool Same(object? a, object? b) =>
                    Equals(a, b) || a is System.Collections.IEnumerable x && b is System.Collections.IEnumerable y && x.Cast<object>().SequenceEqual(y.Cast<object>());
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

    [GeneratedRegex(@"; accepted: (.*?)\.( \(Parameter |$|\r|\n)")]
    private static partial Regex AcceptedValues();
}
