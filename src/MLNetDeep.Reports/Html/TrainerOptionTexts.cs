using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Reports.Html;

/// <summary>The options of a trainer as texts, compared with the defaults of their type.</summary>
internal sealed class TrainerOptionTexts
{
    // These do not change the model.
    private static readonly string[] s_leftOut =
        [nameof(NeuralTrainerOptions.Progress), nameof(NeuralTrainerOptions.StopToken), nameof(NeuralTrainerOptions.Cancellation)];

    public TrainerOptionTexts(NeuralTrainerOptions options)
    {
        Type type = options.GetType();
        object? defaults = type.GetConstructor(Type.EmptyTypes)?.Invoke(null);
        OptionText[] all =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.SetMethod is { IsPublic: true } && !s_leftOut.Contains(property.Name))
                .OrderBy(property => property.Name, StringComparer.Ordinal)
                .Select(property => new OptionText(
                    property.Name, Format(property.GetValue(options)), defaults is null ? "" : Format(property.GetValue(defaults)))),
        ];
        TypeName = type.Name;
        Changed = [.. all.Where(option => option.Value != option.Default)];
        Unchanged = [.. all.Where(option => option.Value == option.Default)];
    }

    /// <summary>The name of the type of the options.</summary>
    public string TypeName { get; }

    /// <summary>The options that differ from their defaults, by name.</summary>
    public IReadOnlyList<OptionText> Changed { get; }

    /// <summary>The options that have their defaults, by name.</summary>
    public IReadOnlyList<OptionText> Unchanged { get; }

    private static string Format(object? value) => value switch
    {
        null => "none",
        string text => text,
        bool isTrue => isTrue ? "yes" : "no",
        IComputeBackend backend => backend.Name,
        IDataView view => view.GetRowCount() is { } rows ? $"a view of {PictureText.Number(rows)} rows" : "a view",
        ITransformer or Network or TrainingCheckpoint or PretrainedWeights or TrainingCallback => value.GetType().Name,
        Enum member => $"{member}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => string.Join(", ", items.Cast<object?>().Select(Format)) is { Length: > 0 } list ? list : "none",
        _ => $"{value}",
    };
}
