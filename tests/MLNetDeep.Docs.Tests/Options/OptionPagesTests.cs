using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Docs.Tests.Options;

/// <summary>
/// Every layer, activation, initializer, optimizer, schedule and loss has one section in the pages, whose table names all of its options
/// with their defaults and the accepted values; the weights and shapes of layers are those of the code.
/// </summary>
public class OptionPagesTests
{
    private static readonly Type[] s_bases =
    [
        typeof(LayerSpec), typeof(Activation), typeof(Initializer), typeof(OptimizerSpec), typeof(LearningRateSchedule), typeof(LossSpec),
        typeof(Regularizer),
    ];

    private static readonly Type[] s_types =
    [
        .. typeof(LayerSpec).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && s_bases.Any(item => item.IsAssignableFrom(type))),
    ];

    private static readonly IReadOnlyList<OptionSection> s_sections = OptionSection.ReadAll();
    private static readonly ImmutableArray<int>[] s_shapes = [[4], [6, 4], [6, 6, 4]];

    public static TheoryData<string> Types => [.. s_types.Select(type => type.Name)];

    public static TheoryData<string> Layers => [.. s_types.Where(type => type.IsSubclassOf(typeof(LayerSpec))).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public void The_table_of_a_type_has_its_options_with_their_defaults_and_what_is_accepted(string name)
    {
        TypeOptions options = new(s_types.Single(type => type.Name == name));
        Check(options, options.Names, SectionOf(name).Rows("option", name));
    }

    [Theory]
    [InlineData("All layers", typeof(LayerSpec), nameof(Dense))]
    [InlineData("All optimizers", typeof(OptimizerSpec), nameof(Adam))]
    public void The_options_of_a_base_type_have_a_section_too(string heading, Type baseType, string example)
    {
        TypeOptions options = new(s_types.Single(type => type.Name == example));
        IEnumerable<string> ofBase = new TypeOptions(baseType).InitProperties.Select(property => property.Name);
        string[] names = [.. ofBase.Except(options.Names, StringComparer.OrdinalIgnoreCase)];
        Assert.NotEmpty(names);
        Check(options, names, SectionOf(heading).Rows("option", heading));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void The_section_of_a_layer_lists_its_weights(string name)
    {
        LayerSpec layer = CreateLayer(name);
        ImmutableArray<ParameterSpec> parameters = layer.Parameters(s_shapes.First(shape => OutputShape(layer, shape) is not null));
        Dictionary<string, string[]> rows = SectionOf(name).Rows("weights", name);
        Assert.Equal(parameters.Select(parameter => parameter.LocalName), rows.Keys);
        Assert.All(parameters, parameter => Assert.Equal(parameter.Shape.Length, Rank(rows[parameter.LocalName][1])));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void The_index_of_layers_has_the_page_and_the_shapes_of_a_layer(string name)
    {
        string[] lines = File.ReadAllLines(Path.Combine(MarkdownPage.Root, "docs", "layers.md"));
        IEnumerable<MarkdownTable> tables = MarkdownTable.ReadAll(lines).Where(table => table.Header[0] == "layer");
        IEnumerable<string[]> rows = tables.SelectMany(table => table.PlainRows);
        string[] row = Assert.Single(rows, row => row[0] == $"[{name}]({LinkTo(name)})");
        LayerSpec layer = CreateLayer(name);
        foreach (ImmutableArray<int> shape in s_shapes)
        {
            ImmutableArray<int>? output = OutputShape(layer, shape);
            Assert.Equal(row[1] == "any" || Rank(row[1]) == shape.Length, output is not null);
            if (output is { } result)
            {
                Assert.Equal(row[2] == "as the input" ? [.. shape] : result.AsEnumerable(), result);
                Assert.True(!HasRank(row[2]) || Rank(row[2]) == result.Length, $"{row[2]}, but [{string.Join(", ", result)}]");
            }
        }
    }

    [Fact]
    public void A_missing_option_and_a_wrong_default_are_noticed()
    {
        TypeOptions options = new(typeof(Sgd));
        Assert.Equal(["learningRate", "momentum", "nesterov", "decay"], options.Names);
        Assert.True(options.IsDefault("learningRate", "0.01", out _));
        Assert.False(options.IsDefault("learningRate", "0.001", out string expected));
        Assert.Equal("0.01", expected);
        Assert.True(new TypeOptions(typeof(MaxPooling1D)).IsDefault("strides", "poolSize", out _));
        Assert.False(new TypeOptions(typeof(Conv1D)).IsDefault("strides", "kernelSize", out _));
        string[] lines = ["### Sgd", "", "| option | default |", "|---|---|", "| `momentum` (Adam) | 0 |"];
        Assert.Empty(OptionSection.Parse("page.md", lines).Single().Rows("option", "Sgd"));
        Assert.True(new TypeOptions(typeof(Dense)).IsDefault("kernelInitializer", "GlorotUniform", out _));
        Assert.Equal("0 or more, below 1", options.Accepted("momentum"));
    }

    private static void Check(TypeOptions options, IEnumerable<string> names, Dictionary<string, string[]> rows)
    {
        Assert.Equal(names, rows.Keys);
        Assert.All(rows, row =>
        {
            bool isDefault = options.IsDefault(row.Key, row.Value[2], out string expected);
            Assert.True(isDefault, $"{row.Key}: {row.Value[2]}, but the default is {expected}");
            Assert.Equal(options.Accepted(row.Key) ?? row.Value[3], row.Value[3]);
        });
    }

    private static OptionSection SectionOf(string name) => Assert.Single(s_sections, section => section.Names.Contains(name));

    private static string LinkTo(string name)
    {
        OptionSection section = SectionOf(name);
        return $"{section.Page}#{string.Join('-', section.Names).ToLowerInvariant()}";
    }

    private static LayerSpec CreateLayer(string name) => (LayerSpec)new TypeOptions(s_types.Single(type => type.Name == name)).Create();

    private static ImmutableArray<int>? OutputShape(LayerSpec layer, ImmutableArray<int> shape)
    {
        try
        {
            return layer.OutputShape(shape);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // [..., units] has as many dimensions as the input.
    private static bool HasRank(string text) => text.StartsWith('[') && !text.StartsWith("[...", StringComparison.Ordinal);

    // The number of dimensions of the first shape in a text.
    private static int Rank(string text) => text[..text.IndexOf(']')].Split(',').Length;
}
