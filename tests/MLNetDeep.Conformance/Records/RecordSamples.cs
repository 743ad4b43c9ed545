using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Reports;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Conformance;

/// <summary>Makes records with every member set. Each member has two values, so that a change of one member can be tested.</summary>
internal static class RecordSamples
{
    private static readonly NetworkSpec s_spec = new([1], [new Dense(1)]);

    // The two values of each type that is neither a record nor a collection. References are shared: they are compared by reference.
    private static readonly Dictionary<Type, object[]> s_values = new()
    {
        [typeof(bool)] = [false, true],
        [typeof(char)] = ['a', 'b'],
        [typeof(int)] = [2, 3],
        [typeof(uint)] = [2u, 3u],
        [typeof(long)] = [2L, 3L],
        [typeof(float)] = [0.25f, 0.5f],
        [typeof(double)] = [0.25, 0.5],
        [typeof(string)] = ["a", "b"],
        [typeof(TimeSpan)] = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)],
        [typeof(CancellationToken)] = [CancellationToken.None, new CancellationToken(canceled: true)],
        [typeof(Encoding)] = [Encoding.UTF8, Encoding.Latin1],
        [typeof(LayerSpec)] = [new Flatten(), new Dense(2)],
        [typeof(ModuleTensor)] = [new ModuleTensor("w", [2], isTrainable: true), new ModuleTensor("w", [3], isTrainable: true)],
        [typeof(TrainingData)] = [Data(1), Data(2)],
        [typeof(TrainingCallback)] = [new Callback(), new Callback()],
        [typeof(TrainingCheckpoint)] = [Checkpoint(1), Checkpoint(2)],
        [typeof(IComputeBackend)] = [CpuBackend.Instance, DispatchProxy.Create<IComputeBackend, Proxy>()],
        [typeof(IGradientExchange)] = [DispatchProxy.Create<IGradientExchange, Proxy>(), DispatchProxy.Create<IGradientExchange, Proxy>()],
        [typeof(IDataView)] = [DispatchProxy.Create<IDataView, Proxy>(), DispatchProxy.Create<IDataView, Proxy>()],
        [typeof(ITransformer)] = [Model(), Model()],
        [typeof(LearningRateRangeResult)] = [Uninitialized<LearningRateRangeResult>(), Uninitialized<LearningRateRangeResult>()],
        [typeof(Picture)] = [Uninitialized<Picture>(), Uninitialized<Picture>()],
        [typeof(Network)] = [new Network(s_spec), new Network(s_spec)],
        [typeof(PretrainedWeights)] =
            [PretrainedWeights.FromTensors([]), PretrainedWeights.FromTensors([])],
        [typeof(IProgress<TrainingProgress>)] = [new Progress<TrainingProgress>(), new Progress<TrainingProgress>()],
    };

    // The numbers of members that do not accept those above. Filters are a multiple of the groups, 2 or 3; bootstrap samples are 100 or more.
    private static readonly Dictionary<string, int[]> s_integers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["filters"] = [6, 12],
        [nameof(ReportOptions.BootstrapSamples)] = [100, 200],
    };

    private static readonly Dictionary<string, double[]> s_numbers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["minimum"] = [-0.25, -0.5],
        ["initialDivisor"] = [2, 3],
        ["finalDivisor"] = [2, 3],
    };

    // The values of members whose type says too little.
    private static readonly Dictionary<string, object[]> s_members = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(BatchNormalization.MovingVarianceInitializer)] = [Initializer.Ones, Initializer.Zeros],
        [nameof(Permute.Dims)] = [ImmutableArray.Create(1, 2), ImmutableArray.Create(2, 1)],
    };

    /// <summary>Whether the type is a record or a record struct.</summary>
    public static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is not null;

    /// <summary>The names of all members that can be set, by the constructor or by an initializer.</summary>
    public static IEnumerable<string> MembersOf(Type type) =>
        ConstructorOf(type).Select(parameter => parameter.Name!)
            .Concat(SettableOf(type).Select(property => property.Name))
            .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a record with all members set.</summary>
    /// <param name="type">The type of the record.</param>
    /// <param name="changed">The member that gets its second value; null for none.</param>
    public static object Make(Type type, string? changed)
    {
        object?[] arguments =
            [.. ConstructorOf(type).Select(parameter => Value(parameter.ParameterType, parameter.Name!, IndexFor(parameter.Name!)))];
        object record = Activator.CreateInstance(
            type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.CreateInstance, null, arguments, null)!;
        foreach (PropertyInfo property in SettableOf(type))
        {
            property.SetValue(record, Value(property.PropertyType, property.Name, IndexFor(property.Name)));
        }

        return record;

        int IndexFor(string member) => string.Equals(member, changed, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
    }

    private static ParameterInfo[] ConstructorOf(Type type) =>
        type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(constructor => constructor.GetParameters())
            .Where(parameters => parameters.Length != 1 || parameters[0].ParameterType != type)
            .OrderByDescending(parameters => parameters.Length)
            .FirstOrDefault([]);

    private static IEnumerable<PropertyInfo> SettableOf(Type type) =>
        type.GetProperties().Where(property => property.GetSetMethod(nonPublic: true) is { IsPrivate: false, IsStatic: false });

    private static object Value(Type type, string member, int index)
    {
        if (s_members.TryGetValue(member, out object[]? samples))
        {
            return samples[index];
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(double) && s_numbers.TryGetValue(member, out double[]? numbers))
        {
            return numbers[index];
        }

        if (type == typeof(int) && s_integers.TryGetValue(member, out int[]? integers))
        {
            return integers[index];
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).GetValue(index)!;
        }

        if (s_values.TryGetValue(type, out object[]? values))
        {
            return values[index];
        }

        if (type == typeof(WordList))
        {
            return WordList.Of(index == 0 ? "a" : "b");
        }

        if (type == typeof(NamedTensor))
        {
            return new NamedTensor("a", [2], [1, index]);
        }

        if (type.IsGenericType && type.GetGenericArguments() is [Type item])
        {
            Array items = Array.CreateInstance(item, 1);
            items.SetValue(Value(item, member, index), 0);
            return type == typeof(ImmutableArray<>).MakeGenericType(item)
                ? typeof(ImmutableArray).GetMethods().First(IsArrayFactory).MakeGenericMethod(item).Invoke(null, [items])!
                : items;
        }

        if (!type.IsAbstract)
        {
            return Make(type, index == 0 ? null : MembersOf(type).First());
        }

        Type[] derived = [.. type.Assembly.GetTypes().Where(other => other.IsSubclassOf(type) && !other.IsAbstract)];
        Assert.True(derived.Length > index, $"RecordSamples has no value of the type {type}.");
        return Make(derived.OrderBy(other => other.Name, StringComparer.Ordinal).ElementAt(index), null);
    }

    // ImmutableArray.Create<T>(params T[] items).
    private static bool IsArrayFactory(MethodInfo method) =>
        method.Name == nameof(ImmutableArray.Create) && method.GetParameters() is [{ ParameterType.IsArray: true }];

    private static TrainingData Data(float value) => new(new DenseFeatures(new[] { value }, 1), new DenseTargets(new[] { value }));

    private static NetworkTransformer Model()
    {
        MLContext ml = new(seed: 1);
        return ml.MulticlassClassification.Trainers.SoftmaxRegression(new SoftmaxRegressionOptions { Iterations = 0 }).Fit(Flowers.View(ml));
    }

    // For types whose instances are compared by reference, so that their content does not count.
    private static T Uninitialized<T>() => (T)RuntimeHelpers.GetUninitializedObject(typeof(T));

    private static TrainingCheckpoint Checkpoint(float value)
    {
        Callback callback = new();
        new Network(s_spec).Fit(Data(value), new FitOptions { Threads = 1, Callbacks = [callback] });
        return callback.Last!;
    }

    private sealed class Callback : TrainingCallback
    {
        public TrainingCheckpoint? Last { get; private set; }

        public override void OnEpochEnd(TrainingContext context, EpochResult result) => Last = context.CreateCheckpoint();
    }

    // DispatchProxy derives from this class, which must therefore be neither sealed nor private.
    internal class Proxy : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new NotSupportedException();
    }
}
