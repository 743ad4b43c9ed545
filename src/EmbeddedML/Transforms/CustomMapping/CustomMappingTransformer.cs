using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms;

/// <summary>Adds columns that the program's own code computes.</summary>
/// <typeparam name="TSrc">The class whose members are the columns that are read.</typeparam>
/// <typeparam name="TDst">The class whose members are the columns that are added.</typeparam>
public sealed class CustomMappingTransformer<
    [DynamicallyAccessedMembers(TypedRows.Members)] TSrc,
    [DynamicallyAccessedMembers(TypedRows.Members)] TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly IHost _host;
    private readonly Action<TSrc, TDst> _mapAction;
    private readonly string? _contractName;
    private readonly SchemaDefinition? _inputSchemaDefinition;
    private readonly RowMember[] _outputs;
    private readonly Func<CurrentRow<TDst>, Delegate>[] _getters;

    internal CustomMappingTransformer(
        IHostEnvironment env,
        Action<TSrc, TDst> mapAction,
        string? contractName,
        SchemaDefinition? inputSchemaDefinition = null,
        SchemaDefinition? outputSchemaDefinition = null)
    {
        ArgumentNullException.ThrowIfNull(env);
        _host = env.Register("CustomMappingTransformer");
        ArgumentNullException.ThrowIfNull(mapAction);
        _mapAction = mapAction;
        _contractName = contractName;
        _inputSchemaDefinition = inputSchemaDefinition;
        _outputs = RowMember.Of<TDst>(outputSchemaDefinition, SchemaDefinition.Direction.Write);
        _getters = Array.ConvertAll(_outputs, MemberGetters<TDst>.Create);
    }

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The columns that are read.</summary>
    internal IReadOnlyList<RowMember> Inputs => RowMember.Of<TSrc>(_inputSchemaDefinition, SchemaDefinition.Direction.Write);

    /// <summary>The columns that are added.</summary>
    internal IReadOnlyList<RowMember> Outputs => _outputs;

    /// <summary>The schema with the added columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column that is read is missing.</exception>
    /// <exception cref="InvalidOperationException">It has another type than its member.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new RowBinding(new Mapper(inputSchema, this)).OutputSchema;
    }

    /// <summary>The view with the added columns, which are computed when they are read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column that is read is missing.</exception>
    /// <exception cref="InvalidOperationException">It has another type than its member.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedView(input, new Mapper(input.Schema, this));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new RowBinding(new Mapper(inputSchema, this));
    }

    /// <exception cref="InvalidOperationException">There is no contract name, by which the code could be found when the model is loaded.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        if (_contractName is null)
            throw new InvalidOperationException("A custom mapping without a contract name cannot be saved: its code could not be found again.");
        CustomMappingFormat.Save(ctx, _contractName, _mapAction.Method.Module.Assembly);
    }

    private sealed class Mapper : RowMapper
    {
        private readonly CustomMappingTransformer<TSrc, TDst> _parent;
        private readonly RowFiller<TSrc> _filler;

        public Mapper(DataViewSchema inputSchema, CustomMappingTransformer<TSrc, TDst> parent) : base(inputSchema)
        {
            _parent = parent;
            _filler = new RowFiller<TSrc>(parent._host, inputSchema, ignoreMissingColumns: false, parent._inputSchemaDefinition);
            AddedColumns = RowMember.SchemaOf(parent._outputs).Select(column => new DataViewSchema.DetachedColumn(column)).ToArray();
        }

        public override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; }

        // The code may read any member, whichever column it computes.
        public override IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn) => _filler.Columns;

        public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active)
        {
            var mapped = new MappedObject(_parent._mapAction, input, _filler.Bind(input));
            var getters = new Delegate?[active.Length];
            for (int i = 0; i < active.Length; i++)
            {
                if (active[i])
                    getters[i] = RawTypes.InvokeAny(AddedColumns[i].Type, new MappingGetter(mapped, _parent._getters[i](mapped.Output)));
            }
            return getters;
        }
    }

    // The objects for the row that the input is at; the code runs when the first of a row's values is read.
    private sealed class MappedObject(Action<TSrc, TDst> mapAction, DataViewRow input, Action<TSrc>[] setters)
    {
        private readonly TSrc _source = new();
        private readonly TDst _destination = new();
        private long _position = -1;

        public CurrentRow<TDst> Output { get; } = new();

        public void Refresh()
        {
            if (_position == input.Position)
                return;
            foreach (Action<TSrc> set in setters)
                set(_source);
            mapAction(_source, _destination);
            Output.Value = _destination;
            _position = input.Position;
        }
    }

    private sealed class MappingGetter(MappedObject mapped, Delegate getter) : IRawTypeFunction<Delegate>
    {
        public Delegate Invoke<T>()
        {
            var typed = (ValueGetter<T>)getter;
            return (ValueGetter<T>)((ref T value) =>
            {
                mapped.Refresh();
                typed(ref value);
            });
        }
    }
}
