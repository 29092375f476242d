
2
aPlaceholder*
dtype0*
shape
:
2
bPlaceholder*
dtype0*
shape
:

productMulab*
T0
&
IdentityIdentityproduct*
T0
-
sumSandpiperNoSuchOperatorab*
T0
$

Identity_1Identitysum*
T0"ª