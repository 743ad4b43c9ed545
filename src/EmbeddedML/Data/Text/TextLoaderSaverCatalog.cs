using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Loads text files and writes them.</summary>
public static class TextLoaderSaverCatalog
{
    /// <summary>Makes a loader of text files.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="separatorChar">The separator of fields.</param>
    /// <param name="hasHeader">Whether the first line of each file has names.</param>
    /// <param name="dataSample">Data from which the number of fields and the names are taken, where they are needed.</param>
    /// <param name="allowQuoting">Whether a field may be in double quotes, and separators within them are part of the field.</param>
    /// <param name="trimWhitespace">Whether white space at the ends of lines is left out.</param>
    /// <param name="allowSparse">Whether a line may end in sparse form.</param>
    /// <exception cref="ArgumentOutOfRangeException">The columns or options contradict each other or the sample.</exception>
    public static TextLoader CreateTextLoader(
        this DataOperationsCatalog catalog,
        TextLoader.Column[] columns,
        char separatorChar = TextLoader.DefaultSeparator,
        bool hasHeader = false,
        IMultiStreamSource? dataSample = null,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false)
        => new(Environment(catalog), MakeOptions(columns, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);

    /// <summary>Makes a loader of text files.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">What the lines look like, and what is loaded from them.</param>
    /// <param name="dataSample">Data from which the number of fields and the names are taken, where they are needed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options contradict each other or the sample.</exception>
    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource? dataSample = null)
        => new(Environment(catalog), options, dataSample);

    /// <summary>
    /// Makes a loader of text files. Each member of the row class says with <see cref="LoadColumnAttribute"/> what it is loaded from.
    /// </summary>
    /// <typeparam name="TInput">The row class.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="separatorChar">The separator of fields.</param>
    /// <param name="hasHeader">Whether the first line of each file has names.</param>
    /// <param name="dataSample">Data from which the names are taken.</param>
    /// <param name="allowQuoting">Whether a field may be in double quotes, and separators within them are part of the field.</param>
    /// <param name="trimWhitespace">Whether white space at the ends of lines is left out.</param>
    /// <param name="allowSparse">Whether a line may end in sparse form.</param>
    /// <exception cref="InvalidOperationException">
    /// A member does not say what it is loaded from, or has a type that cannot be loaded.
    /// </exception>
    public static TextLoader CreateTextLoader<[DynamicallyAccessedMembers(TypedRows.Members)] TInput>(
        this DataOperationsCatalog catalog,
        char separatorChar = TextLoader.DefaultSeparator,
        bool hasHeader = false,
        IMultiStreamSource? dataSample = null,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false)
    {
        TextLoader.Options options = MakeOptions(null!, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse);
        return catalog.CreateTextLoader<TInput>(options, dataSample);
    }

    /// <summary>
    /// Makes a loader of text files. Each member of the row class says with <see cref="LoadColumnAttribute"/> what it is loaded from.
    /// </summary>
    /// <typeparam name="TInput">The row class.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">What the lines look like. The columns are set to those of the row class.</param>
    /// <param name="dataSample">Data from which the names are taken.</param>
    /// <exception cref="InvalidOperationException">
    /// A member does not say what it is loaded from, or has a type that cannot be loaded.
    /// </exception>
    public static TextLoader CreateTextLoader<[DynamicallyAccessedMembers(TypedRows.Members)] TInput>(
        this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource? dataSample = null)
    {
        options ??= new TextLoader.Options();
        options.Columns = MemberColumns.Of<TInput>();
        return new TextLoader(Environment(catalog), options, dataSample);
    }

    /// <summary>Loads text files.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">The files; see <see cref="MultiFileSource"/> for the wildcards.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="separatorChar">The separator of fields.</param>
    /// <param name="hasHeader">Whether the first line of each file has names.</param>
    /// <param name="allowQuoting">Whether a field may be in double quotes, and separators within them are part of the field.</param>
    /// <param name="trimWhitespace">Whether white space at the ends of lines is left out.</param>
    /// <param name="allowSparse">Whether a line may end in sparse form.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such file, or the columns or options contradict each other.</exception>
    public static IDataView LoadFromTextFile(
        this DataOperationsCatalog catalog,
        string path,
        TextLoader.Column[] columns,
        char separatorChar = TextLoader.DefaultSeparator,
        bool hasHeader = false,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false)
    {
        CheckPath(path);
        TextLoader.Options options = MakeOptions(columns, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse);
        return new TextLoader(Environment(catalog), options).Load(new MultiFileSource(path));
    }

    /// <summary>Loads text files. The number of fields and the names, where they are needed, are taken from them.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">The files; see <see cref="MultiFileSource"/> for the wildcards.</param>
    /// <param name="options">What the lines look like, and what is loaded from them.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such file, or the options contradict each other or the files.</exception>
    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Options? options = null)
    {
        CheckPath(path);
        var source = new MultiFileSource(path);
        return new TextLoader(Environment(catalog), options, source).Load(source);
    }

    /// <summary>Loads text files. Each member of the row class says with <see cref="LoadColumnAttribute"/> what it is loaded from.</summary>
    /// <typeparam name="TInput">The row class.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">The files; see <see cref="MultiFileSource"/> for the wildcards.</param>
    /// <param name="separatorChar">The separator of fields.</param>
    /// <param name="hasHeader">Whether the first line of each file has names.</param>
    /// <param name="allowQuoting">Whether a field may be in double quotes, and separators within them are part of the field.</param>
    /// <param name="trimWhitespace">Whether white space at the ends of lines is left out.</param>
    /// <param name="allowSparse">Whether a line may end in sparse form.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such file.</exception>
    /// <exception cref="InvalidOperationException">
    /// A member does not say what it is loaded from, or has a type that cannot be loaded.
    /// </exception>
    public static IDataView LoadFromTextFile<[DynamicallyAccessedMembers(TypedRows.Members)] TInput>(
        this DataOperationsCatalog catalog,
        string path,
        char separatorChar = TextLoader.DefaultSeparator,
        bool hasHeader = false,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false)
    {
        CheckPath(path);
        return catalog.CreateTextLoader<TInput>(separatorChar, hasHeader, null, allowQuoting, trimWhitespace, allowSparse).Load(new MultiFileSource(path));
    }

    /// <summary>Loads text files. Each member of the row class says with <see cref="LoadColumnAttribute"/> what it is loaded from.</summary>
    /// <typeparam name="TInput">The row class.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">The files; see <see cref="MultiFileSource"/> for the wildcards.</param>
    /// <param name="options">What the lines look like. The columns are set to those of the row class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such file.</exception>
    /// <exception cref="InvalidOperationException">
    /// A member does not say what it is loaded from, or has a type that cannot be loaded.
    /// </exception>
    public static IDataView LoadFromTextFile<[DynamicallyAccessedMembers(TypedRows.Members)] TInput>(
        this DataOperationsCatalog catalog, string path, TextLoader.Options options)
    {
        CheckPath(path);
        return catalog.CreateTextLoader<TInput>(options).Load(new MultiFileSource(path));
    }

    /// <summary>Writes a view as text.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="data">The view.</param>
    /// <param name="stream">Where to write; it is left open.</param>
    /// <param name="separatorChar">The separator of fields: tab, space, ',', ';' or '|'.</param>
    /// <param name="headerRow">Whether a line of names is written.</param>
    /// <param name="schema">Whether comments are written that tell a text loader how to load the file.</param>
    /// <param name="keepHidden">Whether columns are written that others of the same name hide.</param>
    /// <param name="forceDense">Whether all fields are written, even where most have default values.</param>
    /// <exception cref="ArgumentOutOfRangeException">The separator is another one.</exception>
    /// <exception cref="InvalidOperationException">No column has a type that can be written.</exception>
    public static void SaveAsText(
        this DataOperationsCatalog catalog,
        IDataView data,
        Stream stream,
        char separatorChar = TextLoader.DefaultSeparator,
        bool headerRow = true,
        bool schema = true,
        bool keepHidden = false,
        bool forceDense = false)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(stream);
        if (separatorChar is not ('\t' or ' ' or ',' or ';' or '|'))
            throw new ArgumentOutOfRangeException(
                nameof(separatorChar), $"The separator must be tab, space, ',', ';' or '|', but it is '{separatorChar}'.");
        IHostEnvironment env = Environment(catalog);
        IHost saver = env.Register("TextSaver");
        using IChannel channel = env.Start("Saving data");
        var columns = new List<DataViewSchema.Column>();
        foreach (DataViewSchema.Column column in data.Schema.Where(c => keepHidden || !c.IsHidden))
        {
            if (DataKinds.Find(((column.Type as VectorDataViewType)?.ItemType ?? column.Type).RawType) is not null)
                columns.Add(column);
            else
                channel.Info(MessageSensitivity.Schema, "The column '{0}' will not be written as it has unsavable column type.", column.Name);
        }
        if (columns.Count == 0)
            throw new InvalidOperationException("The view has no column that can be written as text.");
        using IChannel saving = saver.Start("Saving");
        new TextFileWriter(separatorChar, schema, headerRow, forceDense).Write(stream, data, columns, saving);
    }

    private static TextLoader.Options MakeOptions(
        TextLoader.Column[] columns, char separator, bool hasHeader, bool allowQuoting, bool trimWhitespace, bool allowSparse) => new()
        {
            Columns = columns,
            Separators = [separator],
            HasHeader = hasHeader,
            AllowQuoting = allowQuoting,
            TrimWhitespace = trimWhitespace,
            AllowSparse = allowSparse,
        };

    private static IHostEnvironment Environment(DataOperationsCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.Environment;
    }

    private static void CheckPath(string path)
    {
        if (string.IsNullOrEmpty(path))
            throw new ArgumentOutOfRangeException(nameof(path), "The path must not be null or empty.");
        if (!File.Exists(path) && FilePattern.Expand(path).Count == 0)
            throw new ArgumentOutOfRangeException(nameof(path), $"There is no file '{path}'.");
    }
}
