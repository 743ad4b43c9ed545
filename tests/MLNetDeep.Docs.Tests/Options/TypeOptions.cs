using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using MLNetDeep.Neural;

namespace MLNetDeep.Docs.Tests.Options;

/// <summary>
/// The options of a type by reflection: the parameters of its public constructors, and the properties that an initializer sets.
/// </summary>
/// <param name="type">The type: a record with options.</param>
internal sealed partial class TypeOptions(Type type)
{
    // Values for parameters without a default: by name where the values of one type have several meanings, otherwise by type.
    private static readonly Dictionary<string, object> s_namedSamples = new()
    {
        ["left"] = 1,
        ["right"] = 1,
        ["targetShape"] = ImmutableArray.Create(-1),
        ["dims"] = ImmutableArray.Create(1),
        ["inputRowShape"] = ImmutableArray.Create(4),
        ["outputRowShape"] = ImmutableArray.Create(3),
    };

    private static readonly Dictionary<Type, object> s_samples = new()
    {
        [typeof(int)] = 4,
        [typeof(long)] = 10L,
        [typeof(double)] = 0.5,
        [typeof(string)] = "name",
        [typeof(Size2D)] = new Size2D(3, 3),
        [typeof(Activation)] = Activation.Relu,
        [typeof(RecurrentLayer)] = new LSTM(4),
        [typeof(LearningRateSchedule)] = (LearningRateSchedule)0.1,
        [typeof(ImmutableArray<ModuleTensor>)] = ImmutableArray<ModuleTensor>.Empty,
        [typeof(ImmutableArray<LayerSpec>)] = ImmutableArray.Create<LayerSpec>(new Dense(4)),
        [typeof(ImmutableArray<ImmutableArray<LayerSpec>>)] = ImmutableArray.Create(ImmutableArray.Create<LayerSpec>(new Dense(4))),
    };

    private readonly ConstructorInfo[] _constructors = [.. type.GetConstructors().OrderByDescending(item => item.GetParameters().Length)];

    /// <summary>The names of the options, as a caller writes them.</summary>
    public IEnumerable<string> Names => _constructors.SelectMany(item => item.GetParameters()).Select(parameter => parameter.Name!)
        .Concat(InitProperties.Select(property => property.Name))
        .Distinct();

    /// <summary>The public properties that an initializer may set and that no constructor has, declared in the type itself.</summary>
    public IEnumerable<PropertyInfo> InitProperties => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.DeclaringType == type && property.SetMethod is { IsPublic: true })
        .Where(property => ParameterOf(property.Name) is null);

    /// <summary>Creates an instance with samples for all options without a default.</summary>
    public object Create() => Create([]);

    /// <summary>Returns whether the text of a table says what the default of an option is.</summary>
    /// <param name="option">The name of the option.</param>
    /// <param name="text">The text: a value, <c>none</c>, <c>required</c>, or the name of another option.</param>
    /// <param name="expected">What the text should be.</param>
    public bool IsDefault(string option, string text, out string expected)
    {
        if (ParameterOf(option) is { HasDefaultValue: false })
        {
            expected = "required";
            return text == expected;
        }

        // The default is the value of another option: it changes with that one.
        if (Names.Contains(text))
        {
            expected = $"not the value of {text}";
            object value = ParameterOf(text)!.ParameterType == typeof(int) ? (object)7 : new Size2D(7, 5);
            return Equals(Value(Create(new() { [text] = value }), option), value) && Equals(Value(Create(), option), Value(Create(), text));
        }

        object? actual = PropertyOf(option) is not null ? Value(Create(), option) : ParameterOf(option)!.DefaultValue;
        expected = Format(actual);
        const NumberStyles Style = NumberStyles.Float | NumberStyles.AllowThousands;
        return double.TryParse(expected, Style, CultureInfo.InvariantCulture, out double number)
            ? double.TryParse(text, Style, CultureInfo.InvariantCulture, out double written) && written == number
            : text == expected;
    }

    /// <summary>Returns the accepted values of an option as its exception names them; null for options that are no numbers.</summary>
    /// <param name="option">The name of the option.</param>
    public string? Accepted(string option)
    {
        Type kind = ParameterOf(option)?.ParameterType ?? PropertyOf(option)!.PropertyType;
        kind = Nullable.GetUnderlyingType(kind) ?? kind;
        object? refused = kind == typeof(double) ? double.NaN : kind == typeof(int) ? -1 : kind == typeof(long) ? -1L : null;
        if (refused is null)
        {
            return null;
        }

        TargetInvocationException thrown = ParameterOf(option) is not null
            ? Assert.Throws<TargetInvocationException>(() => Create(new() { [option] = refused }))
            : Assert.Throws<TargetInvocationException>(() => PropertyOf(option)!.SetValue(Create(), refused));
        return AcceptedValues().Match(thrown.InnerException!.Message).Groups[1].Value;
    }

    private object Create(Dictionary<string, object> values)
    {
        ConstructorInfo constructor = _constructors
            .First(item => values.Keys.All(name => item.GetParameters().Any(parameter => parameter.Name == name)));
        return constructor.Invoke(
        [
            .. constructor.GetParameters().Select(parameter => values.TryGetValue(parameter.Name!, out object? value) ? value
                : parameter.HasDefaultValue ? parameter.DefaultValue
                : s_namedSamples.TryGetValue(parameter.Name!, out object? sample) ? sample
                : s_samples[parameter.ParameterType]),
        ]);
    }

    private ParameterInfo? ParameterOf(string name) => _constructors.SelectMany(item => item.GetParameters())
        .FirstOrDefault(parameter => string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase));

    private PropertyInfo? PropertyOf(string name) =>
        type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);

    private object? Value(object instance, string option) => PropertyOf(option)!.GetValue(instance);

    // A number for sizes that are the same in all directions, the name of its type for a record with default options.
    private static string Format(object? value) => value switch
    {
        null => "none",
        bool flag => flag ? "true" : "false",
        Size2D size when size.Height == size.Width => $"{size.Height}",
        Margins margins when margins == margins.Top => $"{margins.Top}",
        ConstantRate rate => Format(rate.LearningRate),
        IList { Count: 0 } => "none",
        Initializer or Activation when value.Equals(new TypeOptions(value.GetType()).Create()) => value.GetType().Name,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    [GeneratedRegex(@"; accepted: (.*?)\.( \(Parameter |$|\r|\n)")]
    private static partial Regex AcceptedValues();
}
