using MLNetDeep.Trainers;

namespace MLNetDeep.Docs.Tests.Options;

/// <summary>Compares the marked tables of options in the documentation with the code, by the rules in this test project's README.md.</summary>
public sealed class ComponentOptionsTests
{
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
                bool exists = table.Type.GetProperty(row.Name) is not null;
                Assert.True(exists, $"{table.Page}({row.Line}): {table.Type.Name} has no option {row.Name}.");
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
            blocks.AddRange(
                RowsOf(type).Where(row => row.Table.Page == page).Select(row => DefaultsProgram.Check(type, row.Table, row.Row)));
        }

        Assert.Empty(DefaultsProgram.FindWrong(page, blocks));
    }

    [Fact]
    public void What_is_accepted_of_numbers_and_enumerations_is_what_the_exceptions_say()
    {
        List<string> wrong = [];
        foreach (OptionsTable table in s_tables)
        {
            Type type = OptionTypes.Public.First(type => !type.IsAbstract && OptionTypes.Chain(type).Contains(table.Type));
            foreach (OptionsRow row in table.Rows)
            {
                if (type.GetConstructor(Type.EmptyTypes) is { } constructor
                    && AcceptedValues.Of(constructor.Invoke(null), type.GetProperty(row.Name)!) is string accepted
                    && !Plain(row.Accepted).StartsWith(Plain(accepted), StringComparison.Ordinal))
                {
                    wrong.Add($"{table.Page}({row.Line}): {row.Name} has '{row.Accepted}', the code '{accepted}'");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData(nameof(NeuralNetworkOptions.BatchSize), "1 or more")]
    [InlineData(nameof(NeuralNetworkOptions.ValidationSplit), "0 or more, below 1")]
    [InlineData(nameof(NeuralNetworkOptions.Seed), "any integer")]
    [InlineData(nameof(NeuralNetworkOptions.ChannelOrder), "Automatic, ChannelsLast, ChannelsFirst")]
    [InlineData(nameof(NeuralNetworkOptions.Shuffle), null)]
    public void Accepted_values_are_found_by_trying(string option, string? accepted) =>
        Assert.Equal(accepted, AcceptedValues.Of(new NeuralNetworkOptions(), typeof(NeuralNetworkOptions).GetProperty(option)!));

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
        string[] wrong = DefaultsProgram.FindWrong(
            "page.md", [usings, .. table.Rows.Select(row => DefaultsProgram.Check(table.Type, table, row))]);
        Assert.Equal("page.md(5): BatchSize of NeuralNetworkOptions is 32, not 33", wrong[0]);
        Assert.Equal("page.md(7): ClassWeights of NeuralNetworkOptions is [], not [1]", wrong[1]);
        Assert.StartsWith("page.md(9): Optimizer of NeuralNetworkOptions is Adam", wrong[2], StringComparison.Ordinal);
        Assert.Equal("page.md(10): Shuffle has no default in code: true", wrong[3]);
        Assert.Equal(4, wrong.Length);
    }

    // A derived type may change the default of an option: its own table then has a row for it, which counts before that of the base.
    private static IEnumerable<(OptionsTable Table, OptionsRow Row)> RowsOf(Type type)
    {
        OptionsTable[] tables = [.. OptionTypes.Chain(type).SelectMany(ancestor => s_tables.Where(table => table.Type == ancestor))];
        return type.IsAbstract ? [] : tables.SelectMany(table => table.Rows.Select(row => (table, row))).DistinctBy(pair => pair.row.Name);
    }

    private static string Plain(string text) => text.Replace("`", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
}
