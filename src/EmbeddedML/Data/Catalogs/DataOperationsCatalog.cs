using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Makes views of data, and views of parts of them. Views are lazy: rows are read and computed when a cursor asks for them.</summary>
/// <remarks>
/// Each operation registers a component, as ML.NET's does, even where it needs none: that draws from the context's source of
/// randomness, on which the seeds of what is made later depend.
/// </remarks>
public sealed partial class DataOperationsCatalog
{
    private const int DefaultSplitSeed = 42;

    private readonly IHostEnvironment _env;

    internal DataOperationsCatalog(IHostEnvironment env) => _env = env;

    internal IHostEnvironment Environment => _env;

    /// <summary>A view of objects, with a column for each public field and property.</summary>
    /// <param name="data">The objects; they are enumerated anew at each reading.</param>
    /// <param name="schemaDefinition">The columns, where they differ from what the type says.</param>
    public IDataView LoadFromEnumerable<[DynamicallyAccessedMembers(TypedRows.Members)] TRow>(IEnumerable<TRow> data, SchemaDefinition? schemaDefinition = null)
        where TRow : class
        => TypedRows.ToDataView(_env, data, schemaDefinition);

    /// <summary>A view of objects, with the annotations of the columns of a schema.</summary>
    /// <param name="data">The objects; they are enumerated anew at each reading.</param>
    /// <param name="schema">A schema with the columns of <typeparamref name="TRow"/>; their annotations are taken over.</param>
    public IDataView LoadFromEnumerable<[DynamicallyAccessedMembers(TypedRows.Members)] TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
        => TypedRows.ToDataView(_env, data, schema);

    /// <summary>The rows of a view as objects.</summary>
    /// <param name="data">The view.</param>
    /// <param name="reuseRowObject">Whether each step fills the same object again.</param>
    /// <param name="ignoreMissingColumns">Whether members without a column keep their default value; else they are an error.</param>
    /// <param name="schemaDefinition">The columns, where they differ from what the type says.</param>
    public IEnumerable<TRow> CreateEnumerable<[DynamicallyAccessedMembers(TypedRows.Members)] TRow>(
        IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition? schemaDefinition = null)
        where TRow : class, new()
        => TypedRows.ToEnumerable<TRow>(_env, data, reuseRowObject, ignoreMissingColumns, schemaDefinition);

    /// <summary>A view whose columns are kept in memory from the first time that they are read.</summary>
    /// <param name="input">The view.</param>
    /// <param name="columnsToPrefetch">Columns to read at once.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        ArgumentNullException.ThrowIfNull(input);
        _env.Register("Cache");
        var cache = new CacheView(input);
        if (columnsToPrefetch is { Length: > 0 })
            cache.Fill(columnsToPrefetch.Select(name => FindColumn(input, name, nameof(columnsToPrefetch), "prefetch")));
        return cache;
    }

    /// <summary>The first rows of a view.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive.</exception>
    public IDataView TakeRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckPositive(count, nameof(count));
        _env.Register("SkipTakeFilter");
        return new SkipTakeView(input, 0, count);
    }

    /// <summary>The rows of a view without the first ones.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive.</exception>
    public IDataView SkipRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckPositive(count, nameof(count));
        _env.Register("SkipTakeFilter");
        return new SkipTakeView(input, count, long.MaxValue);
    }

    /// <summary>The rows of a view in random order, the same at each reading.</summary>
    /// <param name="input">The view.</param>
    /// <param name="seed">The seed of the order; by default it is drawn from the context's.</param>
    /// <param name="shufflePoolSize">How many rows are held at once to draw the next one from.</param>
    /// <param name="shuffleSource">Whether the view itself is asked for a random order too.</param>
    /// <exception cref="ArgumentOutOfRangeException">The pool's size is not positive.</exception>
    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckPositive(shufflePoolSize, nameof(shufflePoolSize));
        var random = (TauswortheRandom)_env.Register("Shuffle").Rand;
        int order = seed ?? random.NextSigned();
        return new ShuffleView(input, order, shufflePoolSize, shuffleSource);
    }

    private static DataViewSchema.Column FindColumn(IDataView input, string name, string argument, string role)
        => ColumnErrors.Find(input.Schema, argument, role, name);

    private static void CheckPositive(long value, string argument)
    {
        if (value <= 0)
            throw new ArgumentOutOfRangeException(argument, value, "It must be greater than zero.");
    }
}
